package org.repartee.chat;

import org.repartee.engine.Engine;
import org.repartee.harmony.HarmonyRenderer;
import org.repartee.tokenizer.Tokenizer;

/// A loaded model with all that turns text into its tokens and back.
public record Model(
        ServedModel served, Engine engine, Tokenizer tokenizer, HarmonyRenderer renderer) {}
