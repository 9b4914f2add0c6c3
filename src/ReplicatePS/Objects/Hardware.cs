namespace ReplicatePS;

/// <summary>A kind of machine that models and deployments run on.</summary>
public sealed class Hardware : ReplicateObject
{
    private readonly Core.Hardware _hardware;

    internal Hardware(Core.Hardware hardware)
        : base(hardware)
    {
        _hardware = hardware;
    }

    /// <summary>The SKU, as every <c>-Hardware</c> parameter takes it.</summary>
    public string Sku => _hardware.Sku;

    /// <summary>The name for people.</summary>
    public string? Name => _hardware.Name;

    /// <summary>The SKU, so that text stands for the object.</summary>
    /// <returns>The SKU.</returns>
    public override string ToString() => Sku;
}
