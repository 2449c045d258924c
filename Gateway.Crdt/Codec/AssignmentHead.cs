namespace Gateway.Crdt.Codec;

/// <summary>The flags beside an assignment's kind. Written to disk.</summary>
internal static class AssignmentHead
{
    public const int KindMask = 0x0F;
    public const int Inherited = 0x10;
    public const int Default = 0x20;

    /// <summary>In force, and the visible value holds it.</summary>
    public const int Shown = 0x40;

    /// <summary>Inherited: from the assignment in force above, whose stamp is not repeated. Default: the number 0, which is not written.</summary>
    public const int Implied = 0x80;
}
