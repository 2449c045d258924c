namespace Gateway.Crdt;

/// <summary>What was wrong with a value, a document, a delta or an edit. The numbers are stable.</summary>
public enum DocumentFaultKind
{
    /// <summary>The bytes are not a valid encoding.</summary>
    Malformed = 1,

    /// <summary>The bytes end before the value does.</summary>
    Truncated = 2,

    /// <summary>The bytes are of a format version that this library does not know.</summary>
    UnknownFormat = 3,

    /// <summary>A value nests deeper than <see cref="Values.Value.DepthMax"/>.</summary>
    TooDeep = 4,

    /// <summary>A set without elements.</summary>
    EmptySet = 5,

    /// <summary>A set that names one element twice.</summary>
    DuplicateElement = 6,

    /// <summary>A map that names one member twice.</summary>
    DuplicateName = 7,

    /// <summary>Text that is not Unicode: an unpaired surrogate or invalid UTF-8.</summary>
    InvalidText = 8,

    /// <summary>A number outside what DynamoDB can hold.</summary>
    NumberRange = 9,

    /// <summary>A delta or a document of another item.</summary>
    OtherItem = 10,

    /// <summary>A stamp of this very replica that it never made: its identity is used elsewhere, or its disk is an old copy.</summary>
    OwnStampUnknown = 11,

    /// <summary>One stamp with two contents: an identity is used twice.</summary>
    StampConflict = 12,

    /// <summary>An edit that does not fit the visible item.</summary>
    EditMismatch = 13,

    /// <summary>The hybrid clock has no later time to give.</summary>
    ClockExhausted = 14,

    /// <summary>A stamp that lies beyond what its context admits.</summary>
    StampBeyondContext = 15,

    /// <summary>More than the format can hold.</summary>
    TooLarge = 16,
}
