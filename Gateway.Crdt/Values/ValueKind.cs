namespace Gateway.Crdt.Values;

/// <summary>The types of DynamoDB. The numbers are written to disk: they only grow.</summary>
public enum ValueKind : byte
{
    /// <summary>No value: an absent attribute.</summary>
    None = 0,

    /// <summary>S: Unicode text.</summary>
    String = 1,

    /// <summary>N: a decimal of up to 38 digits.</summary>
    Number = 2,

    /// <summary>B: bytes.</summary>
    Binary = 3,

    /// <summary>BOOL.</summary>
    Boolean = 4,

    /// <summary>NULL.</summary>
    Null = 5,

    /// <summary>SS: a set of text, never empty.</summary>
    StringSet = 6,

    /// <summary>NS: a set of numbers, never empty.</summary>
    NumberSet = 7,

    /// <summary>BS: a set of bytes, never empty.</summary>
    BinarySet = 8,

    /// <summary>M: members by name, without order.</summary>
    Map = 9,

    /// <summary>L: values in order.</summary>
    List = 10,
}
