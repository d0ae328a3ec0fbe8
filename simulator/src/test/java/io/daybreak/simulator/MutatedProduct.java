package io.daybreak.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The product and the simulator once more, loaded with one deliberate mistake in the bytecode of
 * one method. So the mistakes are in the very place where a programmer would make them, and nothing
 * of them is in the product.
 */
final class MutatedProduct extends ClassLoader {
    private static final String OURS = "io.daybreak.";

    private final Mutation mutation;
    private final AtomicInteger places = new AtomicInteger();

    MutatedProduct(Mutation mutation) {
        super(MutatedProduct.class.getClassLoader());
        this.mutation = mutation;
    }

    /** What a run of the seed finds; null if it finds nothing. */
    @Nullable String failureOf(long seed) {
        try {
            Class<?> simulator = loadClass(OURS + "simulator.Simulator");
            Class<?> outcome = loadClass(OURS + "simulator.Outcome");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle run =
                    lookup.findStatic(simulator, "run", MethodType.methodType(outcome, long.class));
            MethodHandle failure =
                    lookup.findVirtual(outcome, "failure", MethodType.methodType(String.class));
            return (String) failure.invoke(run.invoke(seed));
        } catch (Throwable e) {
            throw new AssertionError("the simulator does not run with " + mutation, e);
        }
    }

    /** In how many places the mistake was put so far: none until the method's class is loaded. */
    int places() {
        return places.get();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes;
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        byte[] mutated = name.equals(mutation.className) ? mutate(bytes) : bytes;
        return defineClass(name, mutated, 0, mutated.length);
    }

    private byte[] mutate(byte[] bytes) {
        ClassFile classFile = ClassFile.of();
        ClassModel model = classFile.parse(bytes);
        CodeTransform mistake =
                (builder, element) -> {
                    if (places.get() < mutation.places
                            && mutation.mistake.apply(builder, element)) {
                        places.incrementAndGet();
                    } else {
                        builder.with(element);
                    }
                };
        return classFile.transformClass(
                model, ClassTransform.transformingMethodBodies(this::isMutated, mistake));
    }

    private boolean isMutated(MethodModel method) {
        return method.methodName().equalsString(mutation.method);
    }
}
