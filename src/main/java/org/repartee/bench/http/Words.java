package org.repartee.bench.http;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Plain words that prompts are made of: in most vocabularies one token each.
final class Words {

    private static final List<String> ALL =
            List.of(
                    ("about after again also another back because been before between both call"
                                    + " change come could day different does down each end even every"
                                    + " find first follow from give good great hand have help here"
                                    + " high home house just keep kind know large last learn left"
                                    + " life light line little live long look made make many might"
                                    + " more most mother move much must name near need never next"
                                    + " number off often old only open other over own page paper"
                                    + " part people place plant play point read right same school"
                                    + " sentence set should show side small some sound spell start"
                                    + " still story study such take tell thing think those thought"
                                    + " three through time together too tree turn two under until"
                                    + " use very want water way well went were what when where which"
                                    + " while white will with word work world would write year young")
                            .split(" "));

    private Words() {}

    static String random(RandomGenerator random, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> ALL.get(random.nextInt(ALL.size())))
                .collect(Collectors.joining(" "));
    }

    /// The first words, over and over.
    static String sample(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ALL.get(i % ALL.size()))
                .collect(Collectors.joining(" "));
    }
}
