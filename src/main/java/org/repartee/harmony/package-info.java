/// Messages to and from the tokens of the harmony format, which gpt-oss was trained on.
///
/// The renderer writes a whole prompt; the parser reads what the model generates, one token at a
/// time, and never throws: a model may write anything. Both know token ids and text only.
@NullMarked
package org.repartee.harmony;

import org.jspecify.annotations.NullMarked;
