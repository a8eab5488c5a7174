package io.gantry.store.postgres;

import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.hibernate.jdbc.ReturningWork;

/** One unit of work in one transaction. */
final class Transactions {

    private Transactions() {}

    static <T> T inTransaction(StatelessSession session, ReturningWork<T> work) {
        Transaction transaction = session.beginTransaction();
        try {
            T result = session.doReturningWork(work);
            transaction.commit();
            return result;
        } catch (RuntimeException e) {
            try {
                transaction.rollback();
            } catch (RuntimeException rollback) {
                e.addSuppressed(rollback);
            }
            throw e;
        }
    }
}
