package org.repartee.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts a provider's tokens with a key made from the session's cookie, of which the database
/// has only the hash: who reads the database cannot use them. AES-GCM, 256 bits.
final class SealedTokens {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SealedTokens() {}

    static String seal(String cookie, ProviderTokens tokens) {
        var plain = tokens.idToken() + "\n" + tokens.refreshToken().orElse("");
        var nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        var sealed =
                run(Cipher.ENCRYPT_MODE, cookie, nonce, plain.getBytes(StandardCharsets.UTF_8));
        var both = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed);
        return Base64.getEncoder().encodeToString(both.array());
    }

    /// Undoes [#seal].
    ///
    /// @return the id token, and the refresh token or an empty text
    static List<String> open(String cookie, String text) {
        var both = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        var nonce = new byte[NONCE_BYTES];
        both.get(nonce);
        var sealed = new byte[both.remaining()];
        both.get(sealed);
        var plain =
                new String(run(Cipher.DECRYPT_MODE, cookie, nonce, sealed), StandardCharsets.UTF_8);
        var end = plain.indexOf('\n');
        return List.of(plain.substring(0, end), plain.substring(end + 1));
    }

    private static byte[] run(int mode, String cookie, byte[] nonce, byte[] text) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            var key = new SecretKeySpec(Secrets.digest("tokens of " + cookie), "AES");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a session's tokens cannot be sealed or opened", e);
        }
    }
}
