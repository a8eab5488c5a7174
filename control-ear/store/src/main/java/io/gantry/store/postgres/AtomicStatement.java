package io.gantry.store.postgres;

import io.gantry.object.ObjectKey;
import io.gantry.store.OutrunException;
import java.util.ArrayList;
import java.util.List;

/** Writes a group as a whole: when one of its writes is refused, the transaction is rolled back. */
final class AtomicStatement extends GroupStatement {

    AtomicStatement(Database database, DocumentCipher cipher, ReachedRevision reached, ReadLease lease) {
        super(database, cipher, reached, lease);
    }

    @Override
    WriteGroup.Outcome write(Database into, WriteGroup group) {
        return into.inTransaction(session -> accepted(group, run(session, group)));
    }

    private static WriteGroup.Outcome accepted(WriteGroup group, WriteGroup.Outcome outcome) {
        List<ObjectKey> refused = new ArrayList<>();
        for (int i = 0; i < outcome.revisions().length; i++) {
            if (outcome.revisions()[i] == 0) {
                refused.add(group.writes().get(i).key());
            }
        }
        if (!refused.isEmpty()) {
            throw new OutrunException(refused);
        }
        return outcome;
    }
}
