/// A chat's turn against a scripted engine and an in-memory database.
@NullMarked
package org.repartee.chat;

import org.jspecify.annotations.NullMarked;
