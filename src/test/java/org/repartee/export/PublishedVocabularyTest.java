package org.repartee.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.tokenizer.SpecialToken;
import org.repartee.tokenizer.Tokenizer;

class PublishedVocabularyTest {

    @TempDir Path folder;

    @Test
    void aTokenizerReadsIt() throws IOException {
        assertThat(PublishedVocabulary.write(folder, 201_088))
                .singleElement()
                .extracting(file -> file.name())
                .isEqualTo("vocabulary.json");
        var tokenizer = Tokenizer.load(folder);
        assertThat(tokenizer.special(SpecialToken.CHANNEL)).isEqualTo(200_005);
        assertThat(tokenizer.encode("hello world")).containsExactly(24_912, 2_375);
    }

    @Test
    void aSmallModelHasNone() throws IOException {
        assertThat(PublishedVocabulary.write(folder, 512)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }
}
