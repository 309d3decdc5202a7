package org.repartee.access;

import jakarta.persistence.EntityManager;

/// The statements on the table `consumption`.
record Counts(Store store) {

    /// Adds to a count, which begins at 0.
    ///
    /// @return the sum
    long add(ConsumptionEntity.Key key, long amount) {
        return store.inTransactionTwice(manager -> {
            if (increase(manager, key, amount) == 0) {
                manager.persist(new ConsumptionEntity(key, amount));
                return amount;
            }
            return read(manager, key);
        });
    }

    long read(ConsumptionEntity.Key key) {
        return store.inTransaction(manager -> read(manager, key));
    }

    private static long read(EntityManager manager, ConsumptionEntity.Key key) {
        var found = manager.find(ConsumptionEntity.class, key);
        return found == null ? 0 : found.amount();
    }

    private static int increase(EntityManager manager, ConsumptionEntity.Key key, long amount) {
        return manager.createQuery(
                        "update ConsumptionEntity c set c.amount = c.amount + :amount"
                                + " where c.key.consumer = :consumer and c.key.unit = :unit"
                                + " and c.key.began = :began")
                .setParameter("amount", amount)
                .setParameter("consumer", key.consumer())
                .setParameter("unit", key.unit())
                .setParameter("began", key.began())
                .executeUpdate();
    }
}
