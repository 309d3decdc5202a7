/// Tests of who may ask, on a real H2 and with a clock that is set by hand.
@NullMarked
package org.repartee.access;

import org.jspecify.annotations.NullMarked;
