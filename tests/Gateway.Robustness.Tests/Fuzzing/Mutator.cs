namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>Makes requests that are nearly right out of right ones. The same random numbers give the same requests.</summary>
internal sealed class Mutator(FuzzCorpus corpus, Random random)
{
    private const int BodyBytesMax = 4 << 20;
    private static readonly string[] NoOperations = ["", "Nothing", "getitem", "GetItem ", "GetItem.x", "é", "ListTables\u0000"];

    /// <summary>The next request. One in twenty is right as it is, so that there is always something to damage.</summary>
    public FuzzRequest Next()
    {
        FuzzRequest request = Pick();
        int mutations = random.Next(20) == 0 ? 0 : random.Next(6) == 0 ? random.Next(2, 8) : 1;
        for (int i = 0; i < mutations; i++)
        {
            byte[] changed = Mutate(request.Body);
            if (changed.Length <= BodyBytesMax) request = request with { Body = changed };
        }

        return random.Next(60) switch
        {
            0 => request with { Operation = Pick().Operation },
            1 when random.Next(5) == 0 => request with { Operation = NoOperations[random.Next(NoOperations.Length)] },
            _ => request,
        };
    }

    private byte[] Mutate(byte[] body) => random.Next(10) switch
    {
        0 => ByteMutations.Apply(random, body, Pick().Body),
        1 or 2 or 3 or 4 => JsonMutations.ApplyToLanguage(random, body, Pick().Body),
        _ => JsonMutations.Apply(random, body, Pick().Body),
    };

    /// <summary>Two of three read or write items: that is where most of the code is.</summary>
    private FuzzRequest Pick() => random.Next(3) > 0 ? corpus.Data[random.Next(corpus.Data.Count)] : corpus.Tables[random.Next(corpus.Tables.Count)];
}
