/// The architecture as tests: which package may use which, and the house rules a compiler cannot
/// see.
@NullMarked
package org.repartee.architecture;

import org.jspecify.annotations.NullMarked;
