namespace Gateway.Crdt.Codec;

/// <summary>The low four bits of an entry's head; the high four count the plain visible entries before it. Written to disk.</summary>
internal static class EntryShape
{
    /// <summary>As a skip: more than 14, the rest follows as a varint.</summary>
    public const int SkipMore = 15;

    /// <summary>The end of every list of entries.</summary>
    public const int End = 15;

    /// <summary>Shape 0 to 10 of a map's or set's entry: one direct cell of that replica; its time follows.</summary>
    public const int DirectMax = 10;

    /// <summary>The same for a later replica, whose index follows first.</summary>
    public const int DirectOther = 11;

    /// <summary>Visible, any cells: a node follows.</summary>
    public const int Visible = 12;

    /// <summary>Not visible: its step and a node follow. In lists too.</summary>
    public const int Hidden = 13;

    /// <summary>In a list: that many base elements are gone.</summary>
    public const int Gap = 0;

    /// <summary>In a list: a run of one element, index 0, at its end.</summary>
    public const int TailOne = 1;

    /// <summary>In a list: a run at its end from index 0 on, with its count.</summary>
    public const int TailRun = 2;

    /// <summary>In a list: a run of one element, index 0, at its head.</summary>
    public const int HeadOne = 3;

    /// <summary>In a list: a run at its head from index 0 on, with its count.</summary>
    public const int HeadRun = 4;

    /// <summary>In a list: the next base element has another value; a stamp follows.</summary>
    public const int BaseAssigned = 5;

    /// <summary>In a list: the next base element, any cells: a node follows.</summary>
    public const int BaseOther = 6;

    /// <summary>In a list: any other visible element: step and node follow.</summary>
    public const int Element = 7;

    /// <summary>In a list: an element put after another one: step and the time below its origin's base follow.</summary>
    public const int Inserted = 8;

    /// <summary>In a list: the rest of a run at its end, with first index and count.</summary>
    public const int TailRest = 9;

    /// <summary>In a list: the rest of a run at its head, with first index and count.</summary>
    public const int HeadRest = 10;
}
