/// Statistics on samples whose percentiles were computed by hand.
@NullMarked
package org.repartee.bench;

import org.jspecify.annotations.NullMarked;
