namespace Gateway.DynamoCompat.Wire.Shapes;

/// <summary>How a member of a request is held once it is read; each form has its reading method in <see cref="WireStructure"/>.</summary>
internal enum ShapeForm
{
    /// <summary>No operation has such a member.</summary>
    None,
    Text,
    Number,
    Real,
    Flag,
    Bytes,
    Structure,
    Value,
    Texts,
    Structures,
    Values,
    Items,
    TextMap,
    StructureMap,
    StructureListMap,
    Item,
}
