/// What the server says of itself.
@NullMarked
package org.repartee.startup;

import org.jspecify.annotations.NullMarked;
