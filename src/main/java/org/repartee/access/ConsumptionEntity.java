package org.repartee.access;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A row of the table `consumption`: what one person or key used in one span of time.
@Entity
@Table(name = "consumption")
@SuppressWarnings("NullAway.Init") // by the persistence provider
class ConsumptionEntity {
    @EmbeddedId private Key key;

    private long amount;

    protected ConsumptionEntity() {}

    ConsumptionEntity(Key key, long amount) {
        this.key = key;
        this.amount = amount;
    }

    Key key() {
        return key;
    }

    long amount() {
        return amount;
    }

    /// Who used what since when.
    @Embeddable
    static class Key {
        private String consumer;

        private String unit;

        @Column(name = "began")
        private Instant began;

        protected Key() {}

        Key(String consumer, Unit unit, Instant began) {
            this.consumer = consumer;
            this.unit = unit.column();
            this.began = began;
        }

        String consumer() {
            return consumer;
        }

        String unit() {
            return unit;
        }

        Instant began() {
            return began;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && consumer.equals(that.consumer)
                    && unit.equals(that.unit)
                    && began.equals(that.began);
        }

        @Override
        public int hashCode() {
            return Objects.hash(consumer, unit, began);
        }
    }
}
