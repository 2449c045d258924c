namespace Gateway.Storage.Commit;

/// <summary>The writes that have their sequences but have not ended, in order of sequence: a ring that grows. Belongs to the loop's lock.</summary>
internal sealed class WritesInFlight(long lastSequence)
{
    private (long Last, bool Ended)[] ring = new (long, bool)[64];
    private long begun;
    private long passed;

    /// <summary>Writes begun and not ended, and those ended behind one that has not.</summary>
    public int Count => (int)(begun - passed);

    /// <summary>The sequence up to which all writes have ended.</summary>
    public long Watermark { get; private set; } = lastSequence;

    /// <summary>Notes a write.</summary>
    /// <returns>Its number, for <see cref="End"/>.</returns>
    public long Begin(long last)
    {
        if (Count == ring.Length) Grow();
        ring[begun & (ring.Length - 1)] = (last, false);
        return begun++;
    }

    /// <summary>The write has ended, well or not: nothing of it will come any more.</summary>
    public void End(long number)
    {
        ring[number & (ring.Length - 1)].Ended = true;
        while (passed < begun && ring[passed & (ring.Length - 1)] is { Ended: true } first)
        {
            Watermark = first.Last;
            passed++;
        }
    }

    private void Grow()
    {
        var larger = new (long, bool)[ring.Length * 2];
        for (long number = passed; number < begun; number++) larger[number & (larger.Length - 1)] = ring[number & (ring.Length - 1)];
        ring = larger;
    }
}
