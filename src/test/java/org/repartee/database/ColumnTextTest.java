package org.repartee.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnTextTest {

    @Test
    void ordinaryTextStaysTheSameObject() {
        var text = "plain, 中文, 🙂, line\nbreak\t";
        assertThat(ColumnText.clean(text)).isSameAs(text);
    }

    @Test
    void whatDatabasesRefuseIsReplaced() {
        assertThat(ColumnText.clean("a\0b")).isEqualTo("a\uFFFDb");
        assertThat(ColumnText.clean("a\uD83Db\uDE42")).isEqualTo("a\uFFFDb\uFFFD");
    }

    @Test
    void aCutNeverLeavesHalfACharacter() {
        assertThat(ColumnText.fit("ab🙂", 4)).isEqualTo("ab🙂");
        assertThat(ColumnText.fit("ab🙂", 3)).isEqualTo("ab\uFFFD");
    }
}
