# cmake -DSOURCE=manifest.json -DLIBRARY=x.so -DVERSION=1.0.0 -DOUT=x.json -P manifest.cmake
# The manifest as a host reads it: the source's, with version, file and hash. Written last and renamed into place, so whoever
# watches it never sees a library that is half linked.
file(READ ${SOURCE} manifest)
get_filename_component(file ${LIBRARY} NAME)
file(SHA256 ${LIBRARY} hash)
string(JSON manifest SET "${manifest}" version "\"${VERSION}\"")
string(JSON manifest SET "${manifest}" file "\"${file}\"")
string(JSON manifest SET "${manifest}" sha256 "\"${hash}\"")
file(WRITE ${OUT}.new "${manifest}\n")
file(RENAME ${OUT}.new ${OUT})
