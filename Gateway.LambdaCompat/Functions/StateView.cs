namespace Gateway.LambdaCompat.Functions;

/// <summary>What an answer says of a function's state.</summary>
internal enum StateView
{
    /// <summary>Nothing: in lists.</summary>
    None,

    /// <summary>It is ready.</summary>
    Active,

    /// <summary>It has just been made.</summary>
    Creating,

    /// <summary>It has just been changed.</summary>
    Updating,
}
