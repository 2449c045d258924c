namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>What is wrong with a request at one stage. Which of several faults DynamoDB names is not the model's matter.</summary>
/// <param name="countsErrors">True for PutItem and UpdateItem, which say how many faults they found in a request itself.</param>
internal sealed class Faults(bool countsErrors = false)
{
    private readonly List<string> texts = [];
    private bool isVague;

    public bool CountsErrors => countsErrors;

    public bool Any => texts.Count > 0 || isVague;

    /// <summary>A fault that is always said in these words.</summary>
    public void Add(string text) => texts.Add(text);

    /// <summary>A fault that PutItem and UpdateItem count.</summary>
    public void AddCounted(string text) => texts.Add(countsErrors ? "1 validation error detected: " + text : text);

    public void Add(ValueFault? fault, string before = "", string after = "")
    {
        if (fault is null) return;
        if (fault.IsCounted) AddCounted(before + fault.Text + after);
        else Add(before + fault.Text + after);
    }

    public void AddAll(Faults others)
    {
        texts.AddRange(others.texts);
        isVague |= others.isVague;
    }

    /// <summary>A fault whose words the model does not know.</summary>
    public void AddVague() => isVague = true;

    /// <exception cref="RefusedException">There is a fault.</exception>
    public void Stop()
    {
        if (Any) throw new RefusedException("ValidationException", isVague ? null : texts);
    }
}
