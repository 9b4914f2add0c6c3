# Where the contract contradicts itself or what Replicate does. Each is changed in the copy that Prism gets; README.md has the others.
@(
    @{
        Where  = 'files.download'
        Why    = 'The link is signed and needs no token, so the module sends none. The contract asks for one, as for everything.'
        Change = {
            param($Document)
            $Document['paths']['/files/{file_id}/download']['get']['security'] = [Text.Json.Nodes.JsonArray]::new()
        }
    }
    @{
        Where  = 'the version of a prediction'
        Why    = "It has to match exactly one of 'any text' and 'hidden', which 'hidden' never does, so Prism finds fault with its own answer."
        Change = {
            param($Document)
            $version = $Document['components']['schemas']['schemas_prediction_response']['properties']['version'].AsObject()
            $choices = $version['oneOf'].DeepClone()
            $null = $version.Remove('oneOf')
            $version['anyOf'] = $choices
        }
    }
    @{
        Where  = 'pages of lists'
        Why    = 'The link to the next page is any text. One that is made up leads nowhere, so each page holds something, and the calls stop there.'
        Change = {
            param($Document)
            $pending = [Collections.Generic.Stack[Text.Json.Nodes.JsonNode]]::new()
            $pending.Push($Document)
            while ($pending.Count) {
                $node = $pending.Pop()
                if ($node -is [Text.Json.Nodes.JsonObject]) {
                    if ($node['next'] -and $node['results'] -is [Text.Json.Nodes.JsonObject]) {
                        $node['results']['minItems'] = 1
                    }
                    $node.GetEnumerator() | Where-Object Value | ForEach-Object { $pending.Push($_.Value) }
                }
                elseif ($node -is [Text.Json.Nodes.JsonArray]) {
                    $node.GetEnumerator() | Where-Object { $_ } | ForEach-Object { $pending.Push($_) }
                }
            }
        }
    }
)
