using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Wire;

/// <summary>A structure of a request, read by its shape in the service model. Members that are absent or JSON null read as null.</summary>
internal abstract class WireStructure
{
    public abstract bool Has(string member);

    public abstract string? Text(string member);

    public abstract long? Number(string member);

    public abstract bool? Flag(string member);

    public abstract IReadOnlyList<string>? Texts(string member);

    public abstract IReadOnlyDictionary<string, string>? TextMap(string member);

    public abstract WireStructure? Structure(string member);

    public abstract IReadOnlyList<WireStructure>? Structures(string member);

    public abstract IReadOnlyList<KeyValuePair<string, WireStructure>>? StructureMap(string member);

    public abstract IReadOnlyList<KeyValuePair<string, IReadOnlyList<WireStructure>>>? StructureListMap(string member);

    /// <summary>One AttributeValue.</summary>
    /// <exception cref="WireException">It breaks a rule for values.</exception>
    public abstract Value Value(string member);

    /// <summary>A map of name to AttributeValue as one map.</summary>
    /// <exception cref="WireException">A value in it breaks a rule for values.</exception>
    public abstract Value Item(string member);

    public abstract IReadOnlyList<Value>? Values(string member);

    /// <summary>A list of maps of name to AttributeValue, each as one map: the Keys of BatchGetItem.</summary>
    /// <exception cref="WireException">A value in it breaks a rule for values.</exception>
    public abstract IReadOnlyList<Value>? Items(string member);
}
