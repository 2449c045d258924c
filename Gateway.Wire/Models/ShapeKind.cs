namespace Gateway.Wire.Models;

/// <summary>What a shape of a service model is.</summary>
public enum ShapeKind
{
    /// <summary>Held as <see cref="string"/>.</summary>
    Text,

    /// <summary>32 bits; held as <see cref="long"/>.</summary>
    Integer,

    /// <summary>64 bits; held as <see cref="long"/>.</summary>
    Long,

    /// <summary>Held as <see cref="double"/>.</summary>
    Double,

    /// <summary>Held as <see cref="bool"/>.</summary>
    Boolean,

    /// <summary>Held as an array of bytes.</summary>
    Blob,

    /// <summary>Held as <see cref="DateTimeOffset"/>.</summary>
    Timestamp,

    /// <summary>Held as <see cref="Input.WireInput"/>.</summary>
    Structure,

    /// <summary>Held as a list of objects.</summary>
    List,

    /// <summary>Held as a dictionary of objects in the order of the request.</summary>
    Map,
}
