@R04.22
Feature: R04.22 奖罚并公示
  Every third entry of the ledger proposes the next measure, criticism first and then penalty; a manager confirms it before it is made public.

  Background:
    Given the policy pack "hotline-work"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S06 | 杨磊   | 04A1B2C7 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | crew    | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 09:00 | S02    | S05 S06 | S09        |
      | D2 | 2026-03-02 09:00 | 2026-03-02 10:00 | S01    | S05     | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:50"

  Scenario: 三次违纪受批评,由经理确认 late, gone early and late again: criticism is proposed, and counts when the manager has confirmed it
    When "S02" taps at "07:55"
    And "S05" taps at "08:05"
    And "S05" taps at "08:55"
    And "S05" taps at "09:05"
    Then the ledger of "S05" for "2026-03" proposes the grade "批评"
    And the ledger of "S05" for "2026-03" is a proposal
    When "S10" confirms the ledger of "S05" for "2026-03"
    Then the ledger of "S05" for "2026-03" is confirmed by "S10"

  Scenario: 表现良好者无记录 who comes and goes on time has nothing against him
    When "S06" taps at "08:00"
    And "S06" taps at "09:00"
    Then the ledger of "S06" for "2026-03" is empty
    And the figures of "S06" for "2026-03" show:
      | figure         | value |
      | shifts         | 1     |
      | late           | 0     |
      | early          | 0     |
      | worked minutes | 60    |

  Scenario: 若每次都计 where every entry counts, penalty follows criticism
    Given the policy pack "hotline-work" with:
      | parameter  | value |
      | gradeEvery | 1     |
    When "S02" taps at "07:55"
    And "S05" taps at "08:05"
    And "S05" taps at "08:55"
    Then the ledger of "S05" for "2026-03" proposes the grades "批评, 处罚"
