# awk -f next_minor.awk HEADER: the header as the next minor might have it. Every struct that can grow does.
/^typedef struct/ { grows = 0 }
/^    uint32_t struct_size;/ { grows = 1 }
/^} alysio_/ && grows { print "    uint64_t younger;" }
/^#define ALYSIO_ABI_MINOR / { $3 += 1 }
{ print }
