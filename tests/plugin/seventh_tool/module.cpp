// The module's code is in the libraries that it is linked from.
