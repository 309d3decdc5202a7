/// The client against servers that say what they are told to: scripted chunks, broken streams,
/// refusals.
@NullMarked
package org.repartee.bench.http;

import org.jspecify.annotations.NullMarked;
