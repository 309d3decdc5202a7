/// What the entrances read, refuse and write, without a container.
@NullMarked
package org.repartee.web;

import org.jspecify.annotations.NullMarked;
