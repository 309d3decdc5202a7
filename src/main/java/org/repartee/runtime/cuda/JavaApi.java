package org.repartee.runtime.cuda;

import ai.onnxruntime.OrtSession;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/// What the Java API knows and does not tell: the addresses behind its objects.
final class JavaApi {

    private static final String RUNTIME = "ai.onnxruntime.OnnxRuntime";

    private JavaApi() {}

    /// The address of the table of C functions.
    static long table() {
        try {
            return address(field(Class.forName(RUNTIME), "ortApiHandle"), null);
        } catch (ClassNotFoundException e) {
            throw unknown("the class " + RUNTIME, e);
        }
    }

    /// The address of the C session.
    static long handle(OrtSession session) {
        return address(field(OrtSession.class, "nativeHandle"), session);
    }

    /// The address of C session options.
    static long handle(OrtSession.SessionOptions options) {
        return address(field(OrtSession.SessionOptions.class, "nativeHandle"), options);
    }

    private static Field field(Class<?> type, String name) {
        try {
            var field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException | RuntimeException e) {
            throw unknown("the field %s.%s".formatted(type.getSimpleName(), name), e);
        }
    }

    private static long address(Field field, @Nullable Object owner) {
        try {
            var address = field.getLong(owner);
            if (address == 0) {
                throw new NativeFailure(
                        "ONNX Runtime's %s is empty: nothing was loaded"
                                .formatted(field.getName()));
            }
            return address;
        } catch (IllegalAccessException e) {
            throw unknown(field.toString(), e);
        }
    }

    private static NativeFailure unknown(String what, Exception cause) {
        return new NativeFailure(
                "ONNX Runtime's Java library does not have %s that Repartee reads; use the version named in its pom.xml"
                        .formatted(what),
                cause);
    }
}
