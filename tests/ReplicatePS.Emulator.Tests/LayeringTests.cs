using System;
using System.Linq;
using System.Reflection;
using Xunit;

namespace ReplicatePS.Emulator.Tests;

public sealed class LayeringTests
{
    private static readonly Assembly Emulator = typeof(ReplicateEmulator).Assembly;

    [Fact]
    public void The_emulator_knows_neither_the_core_nor_PowerShell()
    {
        string[] references = Emulator.GetReferencedAssemblies().Select(reference => reference.Name!).ToArray();

        Assert.DoesNotContain(references, name => name.StartsWith("ReplicatePS", StringComparison.Ordinal));
        Assert.DoesNotContain("System.Management.Automation", references);
    }

    [Fact]
    public void No_class_is_called_manager_helper_or_util() =>
        Assert.DoesNotContain(Emulator.GetTypes(), type => new[] { "Manager", "Helper", "Util" }.Any(word => type.Name.Contains(word, StringComparison.Ordinal)));

    [Fact]
    public void Public_types_stand_in_the_emulator_s_own_namespace() =>
        Assert.All(Emulator.GetExportedTypes(), type => Assert.Equal("ReplicatePS.Emulator", type.Namespace));
}
