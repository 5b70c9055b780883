@R19.1
Feature: R19.1 不脱岗、不串岗
  Who steps away badges; an empty desk is told after five minutes. Who badges at another post is let in there, marked and told of.

  Background:
    Given the policy pack "service-hotline"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And terminals:
      | id | post    |
      | T1 | hotline |
      | T2 | counter |
    And shifts:
      | id | post    | start            | end              | leader | crew | supervisor |
      | D1 | hotline | 2026-03-02 08:00 | 2026-03-02 20:00 | S01    | S05  | S09        |
      | C1 | counter | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 10:15"
    And "S01" holds the duty
    And "S02" holds the duty
    And "S05" is in

  Scenario: 短时离开不算脱岗 away and back within five minutes
    When "S01" taps at "10:30"
    Then "S01" is away
    When "S01" taps at "10:34"
    Then "S01" is in
    When the time is "10:40"
    Then no notice about "unattended" is sent

  Scenario: 脱岗即告知 away for longer
    When "S01" taps at "10:30"
    Then a notice about "unattended" reaches "S09" by "10:36"
    And "S01" holds the duty

  Scenario: 串岗放行并记录 at another post he is let in and marked
    When "S05" taps on "T2" at "10:30"
    Then the last record of "T2" is "duty.clock-in" with:
      | field     | value   |
      | staff     | S05     |
      | crossPost | hotline |
    And a notice about "cross-post" reaches "S09" by "10:31"

  Scenario: 不许串岗的岗位拒绝 a house that does not let him in refuses, and tells it all the same
    Given the policy pack "service-hotline" with:
      | parameter | value  |
      | crossPost | refuse |
    When "S05" taps on "T2" at "10:30"
    Then the tap is refused as "cross-post"
    And a notice about "cross-post" reaches "S09" by "10:31"

  Scenario: 在本岗不算串岗 at his own post there is nothing to tell
    When "S05" taps on "T1" at "10:30"
    Then there is 1 record "away.started"
    And no notice about "cross-post" is sent
