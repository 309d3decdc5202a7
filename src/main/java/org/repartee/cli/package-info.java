/// The command line: `export`, `generate` and `bench`, run by `deploy/repartee`.
///
/// Parses options, calls the packages that do the work, prints. Not part of the server.
@NullMarked
package org.repartee.cli;

import org.jspecify.annotations.NullMarked;
