using Gateway.Wire.Models;

namespace Gateway.Wire.Input;

/// <summary>A structure of a request, as it was read: each member by its name in the model, or nothing where the request has none.</summary>
/// <remarks>What a member's value is says <see cref="ShapeKind"/>. A name that the shape does not have is a mistake in the caller and throws.</remarks>
public sealed class WireInput(Shape shape)
{
    private readonly object?[] values = new object?[shape.Members.Count];

    /// <summary>What it was read as.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>The value of a member; null if it is absent.</summary>
    public object? this[string name]
    {
        get => values[Shape.Positions[name]];
        internal set => values[Shape.Positions[name]] = value;
    }

    /// <summary>The values by the members' positions.</summary>
    internal object?[] Values => values;

    /// <summary>Whether the request has the member.</summary>
    public bool Has(string name) => this[name] is not null;

    /// <summary>A text; null if absent.</summary>
    public string? Text(string name) => (string?)this[name];

    /// <summary>A text that the model requires, so that after validation it is there.</summary>
    public string Required(string name) => Text(name) ?? throw new InvalidOperationException($"{Shape.Name}.{name} is absent.");

    /// <summary>A whole number; null if absent.</summary>
    public long? Number(string name) => (long?)this[name];

    /// <summary>A number of 32 bits; null if absent.</summary>
    public int? Int(string name) => this[name] is long number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    /// <summary>A real number; null if absent.</summary>
    public double? Real(string name) => (double?)this[name];

    /// <summary>True or false; null if absent.</summary>
    public bool? Flag(string name) => (bool?)this[name];

    /// <summary>Bytes; null if absent.</summary>
    public byte[]? Bytes(string name) => (byte[]?)this[name];

    /// <summary>A moment; null if absent.</summary>
    public DateTimeOffset? Time(string name) => (DateTimeOffset?)this[name];

    /// <summary>A structure; null if absent.</summary>
    public WireInput? Structure(string name) => (WireInput?)this[name];

    /// <summary>A list of texts; null if absent.</summary>
    public IReadOnlyList<string>? Texts(string name) => this[name] is List<object> list ? [.. list.Cast<string>()] : null;

    /// <summary>A list of structures; null if absent.</summary>
    public IReadOnlyList<WireInput>? Structures(string name) => this[name] is List<object> list ? [.. list.Cast<WireInput>()] : null;

    /// <summary>A map to texts, in the order of the request; null if absent.</summary>
    public OrderedDictionary<string, string>? TextMap(string name) => MapOf<string>(name);

    /// <summary>A map to values of one type, in the order of the request; null if absent.</summary>
    public OrderedDictionary<string, T>? MapOf<T>(string name)
    {
        if (this[name] is not OrderedDictionary<string, object> map) return null;
        OrderedDictionary<string, T> typed = new(map.Count, StringComparer.Ordinal);
        foreach ((string key, object value) in map) typed.Add(key, (T)value);
        return typed;
    }
}
