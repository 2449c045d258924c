namespace Gateway.Crdt.Values;

/// <summary>Questions about a <see cref="ValueKind"/>.</summary>
public static class ValueKinds
{
    /// <summary>True for SS, NS and BS.</summary>
    public static bool IsSet(this ValueKind kind) => kind is ValueKind.StringSet or ValueKind.NumberSet or ValueKind.BinarySet;

    /// <summary>True for M, L and the sets.</summary>
    public static bool IsContainer(this ValueKind kind) => kind is >= ValueKind.StringSet and <= ValueKind.List;

    /// <summary>The kind of a set's elements: S for SS, N for NS, B for BS; <see cref="ValueKind.None"/> for what is not a set.</summary>
    public static ValueKind ElementKind(this ValueKind set) => set switch
    {
        ValueKind.StringSet => ValueKind.String,
        ValueKind.NumberSet => ValueKind.Number,
        ValueKind.BinarySet => ValueKind.Binary,
        _ => ValueKind.None,
    };

    /// <summary>The kind of the set that holds such elements: SS for S, NS for N, BS for B; <see cref="ValueKind.None"/> for what no set holds.</summary>
    public static ValueKind SetOf(this ValueKind element) => element switch
    {
        ValueKind.String => ValueKind.StringSet,
        ValueKind.Number => ValueKind.NumberSet,
        ValueKind.Binary => ValueKind.BinarySet,
        _ => ValueKind.None,
    };
}
