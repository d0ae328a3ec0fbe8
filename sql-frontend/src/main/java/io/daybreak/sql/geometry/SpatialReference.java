package io.daybreak.sql.geometry;

import org.jspecify.annotations.Nullable;

/** The spatial reference systems that are known; MySQL has some 5,000 more. */
public enum SpatialReference {
    /** A plane without units. */
    CARTESIAN(0, false),
    /** Longitude and latitude of the globe; text and well-known binary put the latitude first. */
    WGS_84(4326, true),
    /** The projection of web maps. */
    WEB_MERCATOR(3857, false);

    private final long srid;
    private final boolean geographic;

    SpatialReference(long srid, boolean geographic) {
        this.srid = srid;
        this.geographic = geographic;
    }

    public static @Nullable SpatialReference of(long srid) {
        for (SpatialReference system : values()) {
            if (system.srid == srid) {
                return system;
            }
        }
        return null;
    }

    public long srid() {
        return srid;
    }

    /** Whether the first coordinate that people see is the second one inside: the latitude. */
    public boolean geographic() {
        return geographic;
    }
}
