namespace Gateway.Wire.Models;

/// <summary>A member of a structure. Its position among the members is the order in which violations are listed.</summary>
public sealed class ShapeMember
{
    /// <summary>As in the model.</summary>
    public required string Name { get; init; }

    /// <summary>As in the request: of the JSON member, the parameter, the header, the label.</summary>
    public required string WireName { get; init; }

    /// <summary>As AWS writes it in paths: with a small first letter.</summary>
    public required string PathName { get; init; }

    /// <summary>What its value must look like.</summary>
    public required Shape Shape { get; init; }

    /// <summary>Where it stands in the request; of inner structures always in the body.</summary>
    public required MemberLocation Location { get; init; }

    /// <summary>Whether its absence is a violation.</summary>
    public required bool IsRequired { get; init; }
}
