namespace Gateway.Crdt.Values;

/// <summary>Why a text or a result is no number that DynamoDB can hold.</summary>
/// <remarks>Where several apply, the one that stands first here is reported. Source: doc HowItWorks.NamingRulesDataTypes, "Number".</remarks>
public enum NumberFault
{
    /// <summary>It is a number.</summary>
    None,

    /// <summary>The text does not follow the grammar of numbers.</summary>
    Malformed,

    /// <summary>The magnitude is 1E+126 or more.</summary>
    Overflow,

    /// <summary>The magnitude is below 1E-130, but not zero.</summary>
    Underflow,

    /// <summary>More than 38 significant digits are needed to write it exactly.</summary>
    Precision,
}
