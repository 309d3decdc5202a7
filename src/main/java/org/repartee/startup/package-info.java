/// Reads the configuration, builds the objects of the core, warms them up and closes them.
///
/// Nobody uses this package: it is where the parts are put together. The core itself knows no CDI.
@NullMarked
package org.repartee.startup;

import org.jspecify.annotations.NullMarked;
