package io.gantry.customresource.conversion;

import io.gantry.object.ApiObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Objects in a version that only somebody outside can convert them to. Each revision is asked about once, however many lists and
 * watches show it: the form is kept with the revision, and whoever comes while it is being asked about waits for that answer. Nothing is
 * kept that cannot be asked about again, so a restart loses nothing.
 */
public final class ConvertedForms {

    private static final int BATCH = 500;

    /** So many bytes of objects go into one review, unless one object alone has more. */
    private static final long BATCH_BYTES = 8 << 20;

    private final Predicate<ApiObject> converts;
    private final UnaryOperator<List<ApiObject>> conversion;
    private final Map<ApiObject, CompletableFuture<ApiObject>> underWay = new ConcurrentHashMap<>();

    /**
     * @param converts whether an object is stored in another form at all
     * @param conversion answers the forms of objects, in their order
     */
    public ConvertedForms(Predicate<ApiObject> converts, UnaryOperator<List<ApiObject>> conversion) {
        this.converts = converts;
        this.conversion = conversion;
    }

    /** The forms of objects, in their order. Throws what the conversion of any of them throws. */
    public List<ApiObject> of(List<ApiObject> stored) {
        Map<ApiObject, CompletableFuture<ApiObject>> awaited = new HashMap<>();
        Map<ApiObject, CompletableFuture<ApiObject>> own = new LinkedHashMap<>();
        for (ApiObject object : stored) {
            if (object.kept(this).isPresent()) {
                continue;
            }
            if (!converts.test(object)) {
                object.keep(this, object);
                continue;
            }
            CompletableFuture<ApiObject> mine = new CompletableFuture<>();
            CompletableFuture<ApiObject> present = underWay.putIfAbsent(object, mine);
            if (present == null) {
                own.put(object, mine);
            }
            awaited.put(object, present == null ? mine : present);
        }
        convert(own);
        return stored.stream()
                .map(object -> awaited.containsKey(object)
                        ? answer(awaited.get(object))
                        : object.kept(this).orElse(object))
                .toList();
    }

    /** Whoever waits for some of these is told, also when it fails. */
    private void convert(Map<ApiObject, CompletableFuture<ApiObject>> own) {
        try {
            for (List<ApiObject> batch : batches(List.copyOf(own.keySet()))) {
                List<ApiObject> forms = conversion.apply(batch);
                for (int i = 0; i < batch.size(); i++) {
                    batch.get(i).keep(this, forms.get(i));
                    own.get(batch.get(i)).complete(forms.get(i));
                }
            }
        } catch (RuntimeException e) {
            own.values().forEach(one -> one.completeExceptionally(e));
            throw e;
        } finally {
            underWay.keySet().removeAll(own.keySet());
        }
    }

    private static List<List<ApiObject>> batches(List<ApiObject> objects) {
        List<List<ApiObject>> batches = new ArrayList<>();
        int start = 0;
        long bytes = 0;
        for (int i = 0; i < objects.size(); i++) {
            long next = objects.get(i).encoded().length;
            if (i > start && (i - start == BATCH || bytes + next > BATCH_BYTES)) {
                batches.add(objects.subList(start, i));
                start = i;
                bytes = 0;
            }
            bytes += next;
        }
        if (start < objects.size()) {
            batches.add(objects.subList(start, objects.size()));
        }
        return batches;
    }

    private static ApiObject answer(CompletableFuture<ApiObject> awaited) {
        try {
            return awaited.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
