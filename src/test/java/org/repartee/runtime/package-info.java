/// Tests of the runtime.
@NullMarked
package org.repartee.runtime;

import org.jspecify.annotations.NullMarked;
