/// The whole line on a running server: what people and programs see, through real clients.
@NullMarked
package org.repartee.it;

import org.jspecify.annotations.NullMarked;
