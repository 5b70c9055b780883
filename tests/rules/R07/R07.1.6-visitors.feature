@R07.1.6
Feature: R07.1.6 上班时间不准带家属和小孩到电话室来
  A badge that nobody knows, and a colleague who is not on duty, are refused at the door; a strange badge is told of.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    |      | S09        |
    And the sheets are complete
    And the time is "2026-03-02 10:00"
    And "S02" holds the duty

  Scenario: 陌生卡不得入内 a strange badge is refused and told of
    Given the policy pack "water-utility"
    When badge "DEADBEEF" taps at "10:30"
    Then the tap is refused as "unknown-badge"
    And the signal is "refused"
    And a notice about "unknown-badge" reaches "S09" by "10:31"
    And there is 1 record "duty.clock-in"

  Scenario: 不当班人员不得入内 a colleague who is not on duty is refused too
    Given the policy pack "water-utility"
    When "S04" taps at "10:30"
    Then the tap is refused as "not-on-roster"
    And "S04" is out

  Scenario: 当班人员可以进 who is rostered is let in
    Given the policy pack "water-utility"
    When "S01" taps at "19:50"
    Then the last record is "duty.clock-in" with:
      | field | value |
      | staff | S01   |
      | shift | N2    |
    And there is no record "tap.refused"

  Scenario: 只作标记的单位 where a house only marks, the colleague is let in and marked
    Given the policy pack "water-utility" with:
      | parameter  | value |
      | unrostered | mark  |
    When "S04" taps at "10:30"
    Then the last record is "duty.clock-in" with:
      | field   | value      |
      | arrival | unrostered |
    And "S02" holds the duty
