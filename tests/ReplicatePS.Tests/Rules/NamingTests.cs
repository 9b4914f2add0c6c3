using System.IO;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ReplicatePS.Tests.Rules;

public sealed class NamingTests
{
    private static readonly HashSet<string> Approved = new(
        new[] { typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic), typeof(VerbsLifecycle), typeof(VerbsOther), typeof(VerbsSecurity) }
            .SelectMany(verbs => verbs.GetFields()).Select(field => (string)field.GetRawConstantValue()!));

    // Words whose plural is another word, that end in s without being one, or that the web cmdlets have.
    private static readonly string[] Singular = { "Status", "MinInstances", "MaxInstances", "MaximumRunSeconds", "ProxyUseDefaultCredentials" };

    public static TheoryData<Type> All => Cmdlets.Theory;

    [Theory, MemberData(nameof(All))]
    public void A_cmdlet_is_called_by_an_approved_verb_and_a_noun_of_Replicate(Type cmdlet)
    {
        Assert.Contains(Cmdlets.Verb(cmdlet), Approved);
        Assert.StartsWith("Replicate", Cmdlets.Noun(cmdlet));
        Assert.False(Cmdlets.Noun(cmdlet).EndsWith('s'));
        Assert.Equal($"{Cmdlets.Verb(cmdlet)}{Cmdlets.Noun(cmdlet)}Command", cmdlet.Name);
        Assert.True(cmdlet.IsSealed);
        Assert.Equal("ReplicatePS.Commands", cmdlet.Namespace);
    }

    [Theory, MemberData(nameof(All))]
    public void A_cmdlet_says_what_it_gives(Type cmdlet) =>
        Assert.Contains(cmdlet.CustomAttributes, data => data.AttributeType.Name == nameof(OutputTypeAttribute));

    [Theory, MemberData(nameof(All))]
    public void Parameters_are_singular_words_in_Pascal_case(Type cmdlet)
    {
        foreach (PropertyInfo parameter in Cmdlets.Parameters(cmdlet))
        {
            Assert.Matches("^[A-Z][A-Za-z]+$", parameter.Name);
            Assert.True(!parameter.Name.EndsWith('s') || Singular.Contains(parameter.Name), parameter.Name);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void No_parameter_is_a_bool_where_a_switch_would_do(Type cmdlet) =>
        Assert.DoesNotContain(Cmdlets.Parameters(cmdlet), parameter => parameter.PropertyType == typeof(bool));

    [Theory, MemberData(nameof(All))]
    public void What_changes_something_can_be_asked_about(Type cmdlet)
    {
        bool changes = Cmdlets.Verb(cmdlet) is "New" or "Set" or "Remove" or "Stop" or "Save" or "Invoke";
        Assert.Equal(changes, Cmdlets.Asks(cmdlet));
        int impact = (int?)Cmdlets.Named(cmdlet, "ConfirmImpact") ?? (int)ConfirmImpact.Medium;
        ConfirmImpact expected = cmdlet.Name switch
        {
            _ when Cmdlets.Verb(cmdlet) == "Remove" => ConfirmImpact.High,
            "NewReplicatePredictionCommand" or "NewReplicateFileCommand" or "SaveReplicateOutputCommand" or "SaveReplicateFileCommand" or "InvokeReplicateModelCommand" => ConfirmImpact.Low,
            _ => ConfirmImpact.Medium,
        };
        Assert.Equal((int)expected, impact);
    }

    [Fact]
    public void The_same_parameter_has_the_same_type_family_everywhere()
    {
        var differing = Cmdlets.All.SelectMany(Cmdlets.Parameters)
            .GroupBy(parameter => parameter.Name)
            .Where(same => same.Select(one => Nullable.GetUnderlyingType(Bare(one.PropertyType)) ?? Bare(one.PropertyType)).Distinct().Count() > 1)
            .Select(same => same.Key);
        Assert.Empty(differing);

        static Type Bare(Type type) => type.IsArray ? type.GetElementType()! : type;
    }

    [Fact]
    public void Every_cmdlet_that_talks_to_Replicate_takes_a_context()
    {
        var without = Cmdlets.All.Where(cmdlet => Cmdlets.Parameters(cmdlet).All(parameter => parameter.Name != "Context")).Select(cmdlet => cmdlet.Name);
        Assert.Equal(new[] { "ConnectReplicateCommand", "DisconnectReplicateCommand", "GetReplicateContextCommand", "GetReplicateJournalCommand" }, without.Order());
    }

    [Theory, MemberData(nameof(All))]
    public void A_cmdlet_is_one_class_in_a_file_of_its_name_that_is_read_in_a_minute(Type cmdlet)
    {
        string file = Directory.EnumerateFiles(Path.Combine(Source(), "Commands"), cmdlet.Name + ".cs", SearchOption.AllDirectories).Single();
        string[] lines = File.ReadAllLines(file);
        Assert.InRange(lines.Length, 1, 250);
        Assert.Single(lines, line => line.Contains(" class ") && line.StartsWith("public ", StringComparison.Ordinal));
    }

    private static string Source([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../src/ReplicatePS");
}
