# cmake -DSOURCE=manifest.json [-DTOOLS=names.json] -DLIBRARY=x.so -DVERSION=1.0.0 -DOUT=x.json -P manifest.cmake
# The manifest as a host reads it: the source's, with version, file, hash, and the list of tools where that is made by the build.
# Written last and renamed into place, so whoever watches it never sees a library that is half linked.
file(READ ${SOURCE} manifest)
get_filename_component(file ${LIBRARY} NAME)
file(SHA256 ${LIBRARY} hash)
string(JSON manifest SET "${manifest}" version "\"${VERSION}\"")
string(JSON manifest SET "${manifest}" file "\"${file}\"")
string(JSON manifest SET "${manifest}" sha256 "\"${hash}\"")
if(TOOLS)
  file(READ ${TOOLS} tools)
  string(JSON manifest SET "${manifest}" tools "${tools}")
endif()
file(WRITE ${OUT}.new "${manifest}\n")
file(RENAME ${OUT}.new ${OUT})
