namespace Gateway.LambdaCompat.Packages;

/// <summary>Why a package cannot be taken.</summary>
internal enum PackageFault
{
    /// <summary>No zip file, or one that names files outside of it.</summary>
    Malformed,

    /// <summary>More than 250 MB unzipped, or more files than any package has.</summary>
    TooLarge,

    /// <summary>No file in it.</summary>
    Empty,
}
